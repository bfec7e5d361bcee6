"""What a person starts from a terminal."""
