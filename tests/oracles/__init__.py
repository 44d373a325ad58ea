"""What the libraries that people use say of the same data; each in an environment of its own, outside of the tests."""
