"""Documents that leave the office: workbooks and summaries."""
