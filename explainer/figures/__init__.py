"""Numbers in, Plotly figures or Pillow images out."""
