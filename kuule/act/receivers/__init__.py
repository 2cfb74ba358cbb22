"""What the pages and tables of lower rooms tell this one."""
