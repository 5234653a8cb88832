import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { inject } from 'vitest';
import { environmentNames } from '../../src/environment.ts';

export type StackName = 'data' | 'warehouse' | 'pipeline';

export const stackNames: readonly StackName[] = ['data', 'warehouse', 'pipeline'];

/** A resource as a template holds it. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: readonly string[];
}

/** A template as the CDK wrote it. */
export interface TemplateJson {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>;
}

export function templatePath(environment: string, stack: StackName): string {
  return join(inject('assembly'), `sales-${environment}-${stack}.template.json`);
}

export function templateJson(environment: string, stack: StackName): TemplateJson {
  return JSON.parse(readFileSync(templatePath(environment, stack), 'utf8')) as TemplateJson;
}

/** The template of a stack, to assert things of. */
export function template(environment: string, stack: StackName): Template {
  return Template.fromJSON(templateJson(environment, stack));
}

/** Every template of every environment. */
export function allTemplates(): readonly {
  readonly name: string;
  readonly environment: string;
  readonly stack: StackName;
  readonly json: TemplateJson;
}[] {
  return environmentNames.flatMap((environment) =>
    stackNames.map((stack) => ({
      name: `sales-${environment}-${stack}`,
      environment,
      stack,
      json: templateJson(environment, stack),
    })),
  );
}

/** The resources of a type, by their logical id. */
export function resourcesOf(json: TemplateJson, type: string): readonly (readonly [string, Resource])[] {
  return Object.entries(json.Resources).filter(([, resource]) => resource.Type === type);
}
