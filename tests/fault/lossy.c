/* lossy - `lossy PERCENT COMMAND [ARGUMENT...]` runs a command in a network of its own. There 10.9.0.2 is the machine itself
 * (10.9.0.1), by a line on which PERCENT of all packets are lost, both ways: what the kernel sends comes here through a TUN
 * device, and goes back into it with the two addresses exchanged, which leaves every checksum right. Loopback loses nothing.
 * Says at its end on stderr how many were lost. Exit status: the command's; 77 if this machine lets nobody make such a
 * network. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <unistd.h>

enum {
    NOT_POSSIBLE = 77,
    PACKET_BYTES = 1 << 16,
    IPV4_HEAD = 20,
    SOURCE_AT = 12,
    DESTINATION_AT = 16,
};

static _Noreturn void not_possible(const char *what)
{
    fprintf(stderr, "lossy: not possible here: %s: %s\n", what, strerror(errno));
    exit(NOT_POSSIBLE);
}

static _Noreturn void usage(void)
{
    fputs("usage: lossy PERCENT COMMAND [ARGUMENT...]\n", stderr);
    exit(2);
}

/* --- a network of its own --- */

static void file_says(const char *path, const char *text)
{
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0 || write(file, text, strlen(text)) < 0)
        not_possible(path);
    close(file);
}

/* Whoever is not root is so in there, over nothing else. */
static void network_leave(void)
{
    uid_t user = geteuid();
    gid_t group = getegid();
    char map[64];
    if (unshare(user == 0 ? CLONE_NEWNET : CLONE_NEWUSER | CLONE_NEWNET) != 0)
        not_possible("unshare");
    if (user == 0)
        return;
    file_says("/proc/self/setgroups", "deny");
    snprintf(map, sizeof map, "%u %u 1", user, user);
    file_says("/proc/self/uid_map", map);
    snprintf(map, sizeof map, "%u %u 1", group, group);
    file_says("/proc/self/gid_map", map);
}

static void asked(int socket, unsigned long what, struct ifreq *device)
{
    if (ioctl(socket, what, device) != 0)
        not_possible(device->ifr_name);
}

static void address_set(int socket, struct ifreq *device, unsigned long what, const char *address)
{
    struct sockaddr_in in = {.sin_family = AF_INET};
    inet_pton(AF_INET, address, &in.sin_addr);
    memcpy(&device->ifr_addr, &in, sizeof in);
    asked(socket, what, device);
}

static void is_up(int socket, struct ifreq *device)
{
    device->ifr_flags = IFF_UP | IFF_RUNNING;
    asked(socket, SIOCSIFFLAGS, device);
}

/* Gives the end where packets come out and go in. */
static int line_made(void)
{
    int socket_of_calls = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    int tun = open("/dev/net/tun", O_RDWR | O_CLOEXEC);
    if (socket_of_calls < 0 || tun < 0)
        not_possible("/dev/net/tun");
    struct ifreq device = {.ifr_name = "lossy"};
    device.ifr_flags = IFF_TUN | IFF_NO_PI;
    asked(tun, TUNSETIFF, &device);
    address_set(socket_of_calls, &device, SIOCSIFADDR, "10.9.0.1");
    address_set(socket_of_calls, &device, SIOCSIFNETMASK, "255.255.255.252");
    is_up(socket_of_calls, &device);
    struct ifreq loopback = {.ifr_name = "lo"};
    is_up(socket_of_calls, &loopback);
    close(socket_of_calls);
    return tun;
}

/* --- the line --- */

static volatile sig_atomic_t is_over;

static void over(int signal)
{
    (void)signal;
    is_over = 1;
}

static bool is_lost(double percent)
{
    static uint32_t dice;
    if (dice == 0 && getrandom(&dice, sizeof dice, 0) != sizeof dice)
        dice = 1;
    dice ^= dice << 13;
    dice ^= dice >> 17;
    dice ^= dice << 5;
    return dice < percent / 100 * UINT32_MAX;
}

static void goes_back(int tun, uint8_t *packet, size_t len)
{
    uint8_t source[4];
    memcpy(source, packet + SOURCE_AT, sizeof source);
    memcpy(packet + SOURCE_AT, packet + DESTINATION_AT, sizeof source);
    memcpy(packet + DESTINATION_AT, source, sizeof source);
    ssize_t unused = write(tun, packet, len); /* refused: lost as well */
    (void)unused;
}

static _Noreturn void line_serves(int tun, double percent)
{
    static uint8_t packet[PACKET_BYTES];
    size_t all = 0;
    size_t lost = 0;
    sigaction(SIGTERM, &(struct sigaction){.sa_handler = over}, NULL);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    while (!is_over) {
        ssize_t len = read(tun, packet, sizeof packet);
        if (len < IPV4_HEAD || packet[0] >> 4 != 4)
            continue;
        all++;
        if (is_lost(percent))
            lost++;
        else
            goes_back(tun, packet, (size_t)len);
    }
    fprintf(stderr, "lossy: %zu of %zu packets were lost\n", lost, all);
    _exit(0);
}

int main(int count, char **arguments)
{
    char *end;
    double percent = count < 3 ? -1 : strtod(arguments[1], &end);
    if (percent < 0 || percent >= 100 || *end != '\0')
        usage();
    network_leave();
    int tun = line_made();
    pid_t line = fork();
    if (line < 0)
        not_possible("fork");
    if (line == 0)
        line_serves(tun, percent);
    close(tun);
    execvp(arguments[2], arguments + 2);
    fprintf(stderr, "lossy: %s: %s\n", arguments[2], strerror(errno));
    kill(line, SIGTERM);
    return 127;
}
