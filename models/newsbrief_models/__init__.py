"""Language tools, summarizers, translators and the model store of newsbrief; knows nothing of gRPC."""
