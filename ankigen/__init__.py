"""ankigen: banks of exam questions in markdown become Anki packages."""

__version__ = "0.1.0"
