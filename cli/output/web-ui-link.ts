/** Where Temporal's Web UI shows a workflow; null when WEB_UI_URL is not set. */
export function webUiLink(environment: NodeJS.ProcessEnv, workflowId: string, runId?: string): string | null {
  const base = environment.WEB_UI_URL;
  if (base === undefined) return null;
  const namespace = environment.TEMPORAL_NAMESPACE ?? 'default';
  const parts = ['namespaces', namespace, 'workflows', workflowId, ...(runId === undefined ? [] : [runId])];
  return [base.replace(/\/+$/, ''), ...parts.map(encodeURIComponent)].join('/');
}
