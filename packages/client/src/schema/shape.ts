import { isObject } from '../describe-value.ts';

/** The part of JSON Schema that the generated shapes use. */
export interface Shape {
  readonly type?: TypeName | readonly TypeName[];
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly pattern?: string;
  readonly items?: Shape;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Shape[];
  /** The words of `enum` are those that the documents list; another one may come. */
  readonly open?: boolean;
  /** The `properties` are those that the documents list; another one may come. */
  readonly closed?: boolean;
}

export type TypeName = 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array' | 'null';

/** Whether a value is of a shape. `checkShape` says where it is not. */
export function fits(value: unknown, shape: Shape): boolean {
  const { anyOf, items, properties, required, closed } = shape;
  if (anyOf) return anyOf.some((option) => fits(value, option));
  if (!fitsType(value, shape) || !fitsBounds(value, shape)) return false;
  if (items && Array.isArray(value)) return value.every((item) => fits(item, items));
  if (!properties || !isObject(value)) return true;
  if (closed && Object.keys(value).some((name) => !Object.hasOwn(properties, name))) return false;
  return Object.entries(properties).every(([name, property]) => {
    const member = Object.hasOwn(value, name) ? value[name] : undefined;
    return member === undefined ? !required?.includes(name) : fits(member, property);
  });
}

export function fitsType(value: unknown, shape: Shape): boolean {
  const { type } = shape;
  if (type === undefined) return true;
  return typeof type === 'string' ? isOfType(value, type) : type.some((name) => isOfType(value, name));
}

function isOfType(value: unknown, name: TypeName): boolean {
  switch (name) {
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'null':
      return value === null;
    case 'number':
      return Number.isFinite(value);
    default:
      return typeof value === name;
  }
}

export function fitsBounds(value: unknown, shape: Shape): boolean {
  if (shape.enum && !shape.enum.includes(value)) return false;
  if (typeof value === 'number') return within(value, shape.minimum, shape.maximum);
  if (Array.isArray(value)) return within(value.length, shape.minItems, shape.maxItems);
  if (isObject(value)) return within(Object.keys(value).length, undefined, shape.maxProperties);
  if (typeof value !== 'string') return true;
  return (
    within(value.length, shape.minLength, shape.maxLength) &&
    (shape.pattern === undefined || new RegExp(shape.pattern, 'u').test(value))
  );
}

function within(size: number, least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY): boolean {
  return size >= least && size <= most;
}
