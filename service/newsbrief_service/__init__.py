"""The newsbrief gRPC server: edge, pipeline, and where model code runs."""
