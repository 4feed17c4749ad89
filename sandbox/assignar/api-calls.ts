/** What came in since the start or the last clearing: by method and path, and how it was answered. */
export interface ApiCalls {
  /** Adds a request: `PUT /users/{id}`, `POST /oauth2/token`. */
  count(name: string): void;
  /** Adds an answer's status; `dropped` when the line went dead instead. */
  countAnswer(status: number | 'dropped'): void;
  report(): ApiCallReport;
  clear(): void;
}

export interface ApiCallReport {
  readonly total: number;
  readonly byName: Readonly<Record<string, number>>;
  readonly byStatus: Readonly<Record<string, number>>;
}

/** All counters at zero. */
export function createApiCalls(): ApiCalls {
  let byName: Record<string, number> = {};
  let byStatus: Record<string, number> = {};
  return {
    count(name) {
      byName[name] = (byName[name] ?? 0) + 1;
    },
    countAnswer(status) {
      byStatus[String(status)] = (byStatus[String(status)] ?? 0) + 1;
    },
    report: () => ({ total: Object.values(byName).reduce((sum, count) => sum + count, 0), byName, byStatus }),
    clear() {
      byName = {};
      byStatus = {};
    },
  };
}
