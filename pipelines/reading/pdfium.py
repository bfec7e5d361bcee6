"""The functions of PDFium that the reader calls for every character or object.

pypdfium2 declares them with handles of a type each; here they take handles as plain numbers, with which a call
takes half the time. A handle is None where PDFium gives none.
"""

from __future__ import annotations

import ctypes
from typing import Any

from pypdfium2 import raw

HANDLE = ADDRESS = ctypes.c_void_p
INT = ctypes.c_int


def handle_of(pointer: Any) -> int:
    """The address that one of pypdfium2's pointers or functions stands for."""
    return ctypes.cast(pointer, HANDLE).value or 0


def _declared(name: str, result: Any, *arguments: Any) -> Any:
    return ctypes.PYFUNCTYPE(result, HANDLE, *arguments)(handle_of(getattr(raw, name)))


# Of a text page and the index of a character.
text_object = _declared("FPDFText_GetTextObject", HANDLE, INT)
unicode_value = _declared("FPDFText_GetUnicode", ctypes.c_uint, INT)
loose_box = _declared("FPDFText_GetLooseCharBox", INT, INT, ADDRESS)
char_box = _declared("FPDFText_GetCharBox", INT, INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS)
char_origin = _declared("FPDFText_GetCharOrigin", INT, INT, ADDRESS, ADDRESS)
char_matrix = _declared("FPDFText_GetMatrix", INT, INT, ADDRESS)
# Of a text object, and of its font.
font = _declared("FPDFTextObj_GetFont", HANDLE)
font_size = _declared("FPDFTextObj_GetFontSize", INT, ADDRESS)
font_name = _declared("FPDFFont_GetBaseFontName", ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t)
# Of any object of a page, and of a page or a form that holds objects.
object_type = _declared("FPDFPageObj_GetType", INT)
object_bounds = _declared("FPDFPageObj_GetBounds", INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS)
object_matrix = _declared("FPDFPageObj_GetMatrix", INT, ADDRESS)
page_count = _declared("FPDFPage_CountObjects", INT)
page_object = _declared("FPDFPage_GetObject", HANDLE, INT)
form_count = _declared("FPDFFormObj_CountObjects", INT)
form_object = _declared("FPDFFormObj_GetObject", HANDLE, ctypes.c_ulong)
TEXT, FORM = raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_FORM
