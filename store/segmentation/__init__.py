"""The rules by which a text falls into lines, paragraphs, sentences, words, quotations and names."""
