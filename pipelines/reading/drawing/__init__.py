"""What a page's content stream draws: its operators, the state they draw in, paths, fonts and text."""
