import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A resource of one of an environment's templates. */
export interface PlacedResource {
  readonly stack: string;
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

interface TemplateFile {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: object }>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { Name: string } }>
  >;
}

/** The templates of one environment, with references between stacks followed. */
export interface Assembly {
  readonly resources: readonly PlacedResource[];
  /** The resources that a value refers to, directly or through another stack's export. */
  readonly referredBy: (stack: string, value: unknown) => readonly PlacedResource[];
  /** A value as text: references by the name of what they refer to. */
  readonly render: (stack: string, value: unknown) => string;
}

/** Reads the templates of an environment out of a synthesised app. */
export function readAssembly(folder: string, environment: string): Assembly {
  const stacks = ['data', 'warehouse', 'pipeline'].map((name) => `sales-${environment}-${name}`);
  const templates = new Map(
    stacks.map((stack) => [
      stack,
      JSON.parse(readFileSync(join(folder, `${stack}.template.json`), 'utf8')) as TemplateFile,
    ]),
  );
  const resources = [...templates].flatMap(([stack, { Resources }]) =>
    Object.entries(Resources).map(
      ([id, { Type, Properties = {} }]): PlacedResource => ({
        stack,
        id,
        type: Type,
        properties: Properties as Record<string, unknown>,
      }),
    ),
  );
  const exported = new Map(
    [...templates].flatMap(([stack, { Outputs = {} }]) =>
      Object.values(Outputs).flatMap(({ Value, Export }) =>
        Export === undefined ? [] : [[Export.Name, { stack, value: Value }] as const],
      ),
    ),
  );
  const find = (stack: string, id: string): PlacedResource | undefined =>
    resources.find((resource) => resource.stack === stack && resource.id === id);

  const referredBy = (stack: string, value: unknown): readonly PlacedResource[] => {
    if (typeof value !== 'object' || value === null) return [];
    if (Array.isArray(value)) return value.flatMap((item) => referredBy(stack, item));
    const { Ref, 'Fn::GetAtt': attribute, 'Fn::ImportValue': name } = value as Record<string, unknown>;
    const id =
      typeof Ref === 'string' ? Ref : Array.isArray(attribute) ? (attribute[0] as string) : undefined;
    if (id !== undefined) return [find(stack, id)].filter((resource) => resource !== undefined);
    const source = typeof name === 'string' ? exported.get(name) : undefined;
    if (source !== undefined) return referredBy(source.stack, source.value);
    return Object.values(value).flatMap((item) => referredBy(stack, item));
  };

  const render = (stack: string, value: unknown): string => {
    if (typeof value === 'string') return value;
    if (typeof value !== 'object' || value === null) return String(value);
    const { 'Fn::Join': join, Ref } = value as Record<string, unknown>;
    if (Array.isArray(join))
      return (join[1] as unknown[]).map((part) => render(stack, part)).join(join[0] as string);
    if (typeof Ref === 'string' && Ref.startsWith('AWS::')) return `<${Ref.slice('AWS::'.length)}>`;
    const [resource] = referredBy(stack, value);
    return resource === undefined ? JSON.stringify(value) : `<${nameOf(resource)}>`;
  };
  return { resources, referredBy, render };
}

/** What a resource is called in the documents: by its own name without the environment's prefix, else by its place. */
export function nameOf({ type, id, properties }: PlacedResource): string {
  const kind = type.split('::').at(-1)!;
  const own = [properties[`${kind}Name`], properties.Name, properties.RoleName].find(
    (name): name is string => typeof name === 'string',
  );
  if (own !== undefined) return own.replace(/^\/?sales-[a-z]+[-/]/, '');
  return id.replace(/[0-9A-F]{8}$/, '').replace(/^(Handlers|Administration)/, '');
}
