// What a drop brings, taken while it is handled: its data is gone after that. Knows no path and walks nothing.

export interface Dropped {
  /** files and folders of this device */
  readonly entries: readonly FileSystemEntry[];
  /** a page can drop files that are nowhere */
  readonly files: readonly File[];
}

/** Call it while the drop is handled. */
export function droppedBy({ items }: DataTransfer): Dropped {
  const entries: FileSystemEntry[] = [];
  const files: File[] = [];
  for (const item of items) {
    if (item.kind !== "file") continue;
    const entry = item.webkitGetAsEntry();
    const file = entry === null ? item.getAsFile() : null;
    if (entry !== null) entries.push(entry);
    if (file !== null) files.push(file);
  }
  return { entries, files };
}
