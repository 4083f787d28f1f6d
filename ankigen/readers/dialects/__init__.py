"""Each dialect is a module that recognises its own files and turns one into questions."""
