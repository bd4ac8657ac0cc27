"""Reading an article: cleaning, language, sentences."""
