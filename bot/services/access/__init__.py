"""Who is who, who may what, and how people come in and go."""
