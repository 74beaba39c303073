"""The service: people, permissions, storage, jobs and pages. It knows no rule of recusal."""
