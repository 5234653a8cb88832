import { describe, expect, it } from 'vitest';
import { resourcesOf, templateJson } from '../support/templates.ts';

describe.each(['dev', 'prod'])('the network of the warehouse in %s', (environment) => {
  const json = templateJson(environment, 'warehouse');

  it('has no way in and no way out but S3’s endpoint, which leads to the lake only', () => {
    for (const type of ['InternetGateway', 'NatGateway', 'EIP', 'SecurityGroupIngress']) {
      expect(resourcesOf(json, `AWS::EC2::${type}`)).toEqual([]);
    }
    const groups = resourcesOf(json, 'AWS::EC2::SecurityGroup');
    expect(groups).toHaveLength(1);
    expect(groups[0]![1].Properties).not.toHaveProperty('SecurityGroupIngress');
    const endpoints = resourcesOf(json, 'AWS::EC2::VPCEndpoint');
    expect(endpoints).toHaveLength(1);
    const { VpcEndpointType, PolicyDocument } = endpoints[0]![1].Properties;
    expect(VpcEndpointType).toBe('Gateway');
    expect(JSON.stringify(PolicyDocument)).toContain('DataLake');
    expect(JSON.stringify(PolicyDocument)).not.toContain('"Resource":"*"');
  });

  it('spans three zones and logs its connections', () => {
    expect(resourcesOf(json, 'AWS::EC2::Subnet')).toHaveLength(3);
    expect(resourcesOf(json, 'AWS::EC2::FlowLog')).toHaveLength(1);
  });

  it('writes its logs encrypted, for a limited time', () => {
    for (const [, { Properties }] of resourcesOf(json, 'AWS::Logs::LogGroup')) {
      expect(Properties.KmsKeyId).toBeDefined();
      expect(Properties.RetentionInDays).toBe(environment === 'dev' ? 14 : 365);
    }
  });
});
