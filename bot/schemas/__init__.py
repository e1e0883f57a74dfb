"""What crosses between handlers, services and delivery: frozen pydantic models, never ORM rows."""
