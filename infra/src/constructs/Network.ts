import { Fn, RemovalPolicy } from 'aws-cdk-lib';
import {
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  type ISubnet,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Effect, PolicyStatement, Role, ServicePrincipal, StarPrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { fixedRole, grant } from '../grant.ts';
import type { NetworkProps } from './NetworkProps.ts';

/** The warehouse's own network: no way in, and one way out, to the lake's bucket. */
export class Network extends Construct {
  readonly vpc: Vpc;
  readonly subnets: readonly ISubnet[];
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const { prefix, zones, bucket, key, logDays } = props;
    this.vpc = new Vpc(this, 'Vpc', {
      vpcName: prefix,
      // Left to AWS, so that templates are made without asking it.
      availabilityZones: Array.from({ length: zones }, (_, zone) => Fn.select(zone, Fn.getAzs())),
      natGateways: 0,
      restrictDefaultSecurityGroup: false,
      subnetConfiguration: [{ name: 'warehouse', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
    });
    this.subnets = this.vpc.isolatedSubnets;

    const endpoint = this.vpc.addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3 });
    endpoint.addToPolicy(
      new PolicyStatement({
        sid: 'OnlyTheLake',
        effect: Effect.ALLOW,
        principals: [new StarPrincipal()],
        actions: ['s3:GetObject', 's3:GetBucketLocation', 's3:ListBucket'],
        resources: [bucket.bucketArn, bucket.arnForObjects('*')],
      }),
    );

    this.securityGroup = new SecurityGroup(this, 'Warehouse', {
      vpc: this.vpc,
      description: 'The warehouse: nobody connects to it, people and programs ask it through the Data API.',
      allowAllOutbound: false,
    });
    // There is no route but the endpoint's, whose addresses differ by region.
    this.securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'S3, through the gateway endpoint');

    const flowLogs = new LogGroup(this, 'FlowLogs', {
      logGroupName: `/${prefix}/network`,
      encryptionKey: key,
      retention: logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'FlowLogRole', {
      description: 'Lets the network write down its connections.',
      assumedBy: new ServicePrincipal('vpc-flow-logs.amazonaws.com'),
    });
    grant(role, {
      sid: 'WriteConnections',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
      resources: [flowLogs.logGroupArn],
      wildcards: 'Each network interface writes a stream of its own in this one log group.',
    });
    this.vpc.addFlowLog('Connections', {
      trafficType: FlowLogTrafficType.ALL,
      destination: FlowLogDestination.toCloudWatchLogs(flowLogs, fixedRole(role)),
    });
  }
}
