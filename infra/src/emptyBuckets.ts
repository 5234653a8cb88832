import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { DeleteObjectsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';

/** Removes every version of every object in the buckets of a stack: CloudFormation deletes empty buckets only. */
export async function emptyBuckets(stack: string, region: string): Promise<void> {
  const buckets = await bucketsOf(stack, region);
  const s3 = new S3Client({ region });
  for (const Bucket of buckets) {
    // What was listed is gone when the next page is asked for, so that each page is the first.
    for (;;) {
      const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
      const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
      if (Objects.length === 0) break;
      const { Errors = [] } = await s3.send(
        new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
      );
      const [first] = Errors;
      if (first !== undefined)
        throw new Error(`${first.Key} in ${Bucket} could not be removed: ${first.Message}.`);
    }
  }
}

async function bucketsOf(stack: string, region: string): Promise<readonly string[]> {
  const client = new CloudFormationClient({ region });
  const found: string[] = [];
  try {
    for await (const page of paginateListStackResources({ client }, { StackName: stack })) {
      for (const { ResourceType, PhysicalResourceId } of page.StackResourceSummaries ?? []) {
        if (ResourceType === 'AWS::S3::Bucket' && PhysicalResourceId !== undefined)
          found.push(PhysicalResourceId);
      }
    }
  } catch (error) {
    // A stack that is not there has no buckets.
    if (error instanceof Error && /does not exist/.test(error.message)) return [];
    throw error;
  }
  return found;
}
