"""The shared look of charts, and drawing them as SVG and PNG; what a chart shows belongs to its question."""
