// Preloaded into processes under test, it stands between them and the machine's clock and adds the nanoseconds that a test has written into a file
// which all of them map. What counts elapsed time is left alone. The programs stay those of production, which have no setting for it.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *offset;
static int (*machine)(clockid_t, struct timespec *);

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("MEDBORGARBUDGET_TEST_CLOCK_FILE");
  const int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  void *mapped = file < 0 ? MAP_FAILED : mmap(NULL, sizeof(int64_t), PROT_READ, MAP_SHARED, file, 0);
  if (mapped == MAP_FAILED) {
    fputs("MEDBORGARBUDGET_TEST_CLOCK_FILE names no file that can be mapped\n", stderr);
    abort();
  }
  close(file);
  machine = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  offset = mapped;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  const int64_t second = 1000000000;
  const int failed = machine ? machine(clock, now) : (int)syscall(SYS_clock_gettime, clock, now);
  if (!failed && offset && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
    const int64_t moved = now->tv_sec * second + now->tv_nsec + *offset;
    now->tv_sec = moved / second;
    now->tv_nsec = moved % second;
  }
  return failed;
}
