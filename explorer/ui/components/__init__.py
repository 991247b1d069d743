"""Pictures that answer in the same frame as the pointer: a folder each, plain ES modules, no build step."""
