# The bot alone; `compose.yaml` puts a database beside it.
FROM python:3.11-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY pyproject.toml constraints.txt LICENSE ./
RUN pip install --no-cache-dir -c constraints.txt .
COPY alembic.ini ./
COPY migrations migrations
COPY sandbox sandbox
COPY db db
COPY bot bot
RUN useradd --system bronia
USER bronia
CMD ["sh", "-c", "python -m bot migrate && python -m bot seed && exec python -m bot run"]
