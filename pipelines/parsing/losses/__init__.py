"""What is lost of a report on the way to its words: parts that are missing, words that a scan misread."""
