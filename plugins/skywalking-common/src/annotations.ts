/** What SkyWalking calls the entity's service; the Kubernetes id stands in where it is missing. SkyWalking's own. */
export const SKYWALKING_SERVICE_ANNOTATION = 'skywalking.apache.org/service';
