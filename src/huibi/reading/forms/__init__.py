"""Personal forms: .lrmx files and sheets of merged cells, one person each, turned into rows of the tables."""
