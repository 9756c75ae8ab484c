// What the build makes of a source that runs away from the page. Knows no source.

/** The address of the script with all that it imports, as one classic script. */
declare module "*?apart" {
  const url: string;
  export default url;
}

/** The address of an empty page with that script in it. */
declare module "*?frame" {
  const url: string;
  export default url;
}

/** The address of the script as it is. */
declare module "*?asis" {
  const url: string;
  export default url;
}
