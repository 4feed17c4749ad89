export interface BareActivities {
  nothing(documentKey: string): Promise<string>;
}

/** An activity that returns what it was given. */
export const bareActivities: BareActivities = {
  async nothing(documentKey) {
    return documentKey;
  },
};
