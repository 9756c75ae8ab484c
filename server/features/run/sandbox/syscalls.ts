// Which system calls a box does without, with their numbers on each processor. Knows no filter and no kernel.

/** The processors that the tables are for, each with its column. */
export const COLUMNS = { x64: 0, arm64: 1 } as const;
export type Processor = keyof typeof COLUMNS;

/** A call's number on x86-64 and on arm64; undefined where it is not there. */
type Numbers = readonly [x64: number | undefined, arm64: number | undefined];

/** Answered with "not permitted". */
export const DENIED: Readonly<Record<string, Numbers>> = {
  // other processes' memory and descriptors
  ptrace: [101, 117],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  process_madvise: [440, 440],
  pidfd_getfd: [438, 438],
  kcmp: [312, 272],
  // keys are the user's, in no namespace
  add_key: [248, 217],
  request_key: [249, 218],
  keyctl: [250, 219],
  // interfaces that kernels have been broken by
  bpf: [321, 280],
  perf_event_open: [298, 241],
  userfaultfd: [323, 282],
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  memfd_secret: [447, 447],
  // its places are the machine's, all together
  io_setup: [206, 0],
  vmsplice: [278, 75],
  // new namespaces, and what can be mounted in them
  unshare: [272, 97],
  setns: [308, 268],
  mount: [165, 40],
  umount2: [166, 39],
  pivot_root: [155, 41],
  chroot: [161, 51],
  open_tree: [428, 428],
  move_mount: [429, 429],
  fsopen: [430, 430],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fspick: [433, 433],
  mount_setattr: [442, 442],
  listmount: [458, 458],
  statmount: [457, 457],
  // files without a path, and watching all of a file system
  name_to_handle_at: [303, 264],
  open_by_handle_at: [304, 265],
  fanotify_init: [300, 262],
  quotactl: [179, 60],
  quotactl_fd: [443, 443],
  // the machine itself
  init_module: [175, 105],
  finit_module: [313, 273],
  delete_module: [176, 106],
  kexec_load: [246, 104],
  kexec_file_load: [320, 294],
  reboot: [169, 142],
  swapon: [167, 224],
  swapoff: [168, 225],
  acct: [163, 89],
  syslog: [103, 116],
  vhangup: [153, 58],
  sethostname: [170, 161],
  setdomainname: [171, 162],
  settimeofday: [164, 170],
  clock_settime: [227, 112],
  clock_adjtime: [305, 266],
  adjtimex: [159, 171],
  personality: [135, 92],
  mbind: [237, 235],
  set_mempolicy: [238, 237],
  set_mempolicy_home_node: [450, 450],
  migrate_pages: [256, 238],
  move_pages: [279, 239],
  iopl: [172, undefined],
  ioperm: [173, undefined],
  modify_ldt: [154, undefined],
  uselib: [134, undefined],
  ustat: [136, undefined],
  sysfs: [139, undefined],
  _sysctl: [156, undefined],
  lookup_dcookie: [212, 18],
  nfsservctl: [180, 42],
};

/** Looked at by their arguments. */
export const LOOKED_AT = {
  clone: [56, 220],
  socket: [41, 198],
  ioctl: [16, 29],
} as const satisfies Record<string, Numbers>;

/** Its flags are in memory, where no filter reads: answered as if this kernel had none, upon which libraries use clone. */
export const CLONE3 = 435;

/** Since 424 both processors number alike. What a later kernel adds nobody has looked at: it is not there. */
export const HIGHEST = 462;
