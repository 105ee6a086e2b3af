/** What is a name for the repository, the image, the Deployment and the entity all at once. */
const SERVICE_NAME = /^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/;

/** Whether a service can be called so, if nobody else is. */
export function isServiceName(text: string): boolean {
  return SERVICE_NAME.test(text);
}
