/** A part of the MD5 of an id, as an expression of SQL: a fingerprint that means the same in every version of DuckDB. */
export function toIdKey(id: string): string {
  return `(md5_number_lower(${id}) % 2147483648)::INTEGER`;
}
