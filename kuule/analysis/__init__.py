"""A file on an analyst's desk: read it, guess its columns, compute its figures, report them. No server, no database."""
