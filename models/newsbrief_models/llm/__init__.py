"""Summaries and translations by an instruction model behind an OpenAI-compatible endpoint: vLLM, llama.cpp, Ollama."""
