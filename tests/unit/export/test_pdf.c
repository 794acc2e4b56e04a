/* The process that makes PDFs, with shell scripts in LibreOffice's place: whatever it does, it ends in time, leaves nothing
 * behind and gets nothing of ours. (What LibreOffice itself makes: tests/paper.) */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "export/pdf.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PATH_MAX_HERE = 300, PATIENCE_MS = 20000 };

static char home[PATH_MAX_HERE];     /* of one test */
static char work[PATH_MAX_HERE + 8]; /* where the jobs make their folders */
static char program[PATH_MAX_HERE + 8];

static int a_fresh_home(void **unused)
{
    (void)unused;
    snprintf(home, sizeof home,
             "/tmp/sopu test_pdf-XXXXXX"); /* a space, as people's folders have */
    assert_non_null(mkdtemp(home));
    snprintf(work, sizeof work, "%s/work", home);
    snprintf(program, sizeof program, "%s/soffice", home);
    return mkdir(work, 0700);
}

static int the_home_is_removed(void **unused)
{
    (void)unused;
    char command[PATH_MAX_HERE + 20];
    snprintf(command, sizeof command, "rm -rf '%s'", home);
    return system(command);
}

/* A program that does this. */
static void given_program(const char *script)
{
    FILE *file = fopen(program, "we");
    assert_non_null(file);
    fprintf(file, "#!/bin/sh\n%s\n", script);
    fclose(file);
    chmod(program, 0700);
}

static void nap(void)
{
    struct timespec ten_ms = {0, 10000000};
    nanosleep(&ten_ms, NULL);
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct pdf_job *begun(int seconds)
{
    return pdf_begin(bytes_text("docx"), &(struct pdf_way){program, work, seconds});
}

static enum pdf_state state_at_the_end(struct pdf_job *job)
{
    int64_t began = now_ms();
    while (pdf_poll(job) == PDF_RUNNING && now_ms() - began < PATIENCE_MS)
        nap();
    return pdf_poll(job);
}

static bool nothing_is_left_in(const char *folder)
{
    DIR *directory = opendir(folder);
    assert_non_null(directory);
    int entries = 0;
    while (readdir(directory) != NULL)
        entries++;
    closedir(directory);
    return entries == 2; /* . and .. */
}

/* Not there, or a dead one nobody has collected. */
static bool is_dead(int process)
{
    char path[40];
    char state = 'Z';
    snprintf(path, sizeof path, "/proc/%d/stat", process);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return true;
    if (fscanf(file, "%*d %*s %c", &state) != 1)
        state = 'Z';
    fclose(file);
    return state == 'Z' || state == 'X';
}

static void what_the_program_makes_is_the_result(void **unused)
{
    (void)unused;
    given_program("[ \"$(cat paper.docx)\" = docx ] && printf '%%PDF-1.7 words' > paper.pdf");
    struct pdf_job *job = begun(PDF_SECONDS);
    assert_int_equal(state_at_the_end(job), PDF_DONE);
    assert_true(bytes_equal(pdf_result(job), bytes_text("%PDF-1.7 words")));
    assert_true(nothing_is_left_in(work));
    pdf_free(job);
}

static void where_there_is_no_such_program_that_is_said(void **unused)
{
    (void)unused;
    struct pdf_job *job = begun(PDF_SECONDS);
    assert_int_equal(pdf_poll(job), PDF_NOT_INSTALLED);
    assert_int_equal(pdf_result(job).len, 0);
    pdf_free(job);
    job = pdf_begin(bytes_text("docx"), &(struct pdf_way){"sopu-no-such-program", work, 60});
    assert_int_equal(pdf_poll(job), PDF_NOT_INSTALLED);
    assert_true(nothing_is_left_in(work));
    pdf_free(job);
}

static void assert_fails(const char *script)
{
    given_program(script);
    struct pdf_job *job = begun(PDF_SECONDS);
    assert_int_equal(state_at_the_end(job), PDF_FAILED);
    assert_true(nothing_is_left_in(work));
    pdf_free(job);
}

static void what_is_no_pdf_or_ends_badly_is_a_failure(void **unused)
{
    (void)unused;
    assert_fails("true");
    assert_fails("echo words > paper.pdf");
    assert_fails("printf '%%PDF-1.7' > paper.pdf; exit 1");
    assert_fails("printf '%%PDF-1.7' > paper.pdf; kill -9 $$");
    assert_fails("head -c 100000000 /dev/zero > paper.pdf"); /* more than it may write */
}

static void where_no_folder_can_be_made_it_fails(void **unused)
{
    (void)unused;
    given_program("true");
    struct pdf_job *job =
        pdf_begin(bytes_text("docx"), &(struct pdf_way){program, "/proc/nowhere", 60});
    assert_int_equal(pdf_poll(job), PDF_FAILED);
    pdf_free(job);
}

static void it_sees_no_variable_and_no_open_file_of_ours(void **unused)
{
    (void)unused;
    char path[PATH_MAX_HERE + 16];
    snprintf(path, sizeof path, "%s/our-file", home);
    int ours = open(path, O_CREAT | O_RDWR, 0600); /* on purpose without O_CLOEXEC */
    setenv("SOPU_SECRET", "c0ffee", 1);
    given_program("{ printf '%%PDF- '; echo \"$1\"; env; ls -l /proc/$$/fd; } > paper.pdf");
    struct pdf_job *job = begun(PDF_SECONDS);
    assert_int_equal(state_at_the_end(job), PDF_DONE);
    struct buf seen = {0};
    buf_bytes_append(&seen, pdf_result(job));
    const char *text = buf_c_string(&seen);
    assert_null(strstr(text, "c0ffee"));
    assert_null(strstr(text, "our-file"));
    assert_non_null(strstr(text, "-env:UserInstallation=file:///tmp/sopu%20test_pdf-"));
    assert_non_null(strstr(text, "LANG=C.UTF-8"));
    assert_non_null(strstr(text, "/dev/null"));
    buf_free(&seen);
    pdf_free(job);
    close(ours);
}

/* Two children that hang as well, and a file that says who they are. */
static void given_a_program_that_hangs(void)
{
    struct buf script = {0};
    buf_format(&script,
               "sleep 1000 & sleep 1000 & echo $$ $! > '%s/pids.new'\n"
               "mkdir -p profile/user; mv '%s/pids.new' '%s/pids'; wait",
               home, home, home);
    given_program(buf_c_string(&script));
    buf_free(&script);
}

static void wait_for_its_children(int pids[2])
{
    char path[PATH_MAX_HERE + 8];
    snprintf(path, sizeof path, "%s/pids", home);
    while (access(path, F_OK) != 0)
        nap();
    FILE *file = fopen(path, "re");
    assert_int_equal(fscanf(file, "%d %d", &pids[0], &pids[1]), 2);
    fclose(file);
}

static void assert_soon_dead(const int pids[2])
{
    int64_t began = now_ms();
    while ((!is_dead(pids[0]) || !is_dead(pids[1])) && now_ms() - began < 2000)
        nap();
    assert_true(is_dead(pids[0]) && is_dead(pids[1]));
}

static void what_hangs_is_killed_in_time_with_its_children_and_its_folder(void **unused)
{
    (void)unused;
    given_a_program_that_hangs();
    int pids[2];
    int64_t began = now_ms();
    struct pdf_job *job = begun(1);
    assert_int_equal(pdf_poll(job), PDF_RUNNING);
    wait_for_its_children(pids);
    assert_int_equal(state_at_the_end(job), PDF_FAILED);
    assert_in_range(now_ms() - began, 1000, 5000);
    assert_true(nothing_is_left_in(work));
    assert_soon_dead(pids);
    pdf_free(job);
}

static void who_no_longer_wants_it_ends_it(void **unused)
{
    (void)unused;
    given_a_program_that_hangs();
    int pids[2];
    struct pdf_job *job = begun(PDF_SECONDS);
    wait_for_its_children(pids);
    assert_int_equal(pdf_poll(job), PDF_RUNNING);
    pdf_free(job);
    assert_true(nothing_is_left_in(work));
    assert_soon_dead(pids);
}

static void what_it_leaves_running_is_killed_when_it_ends(void **unused)
{
    (void)unused;
    struct buf script = {0};
    buf_format(&script, "sleep 1000 & echo $$ $! > '%s/pids'; printf '%%%%PDF-1.7' > paper.pdf",
               home);
    given_program(buf_c_string(&script));
    buf_free(&script);
    int pids[2];
    struct pdf_job *job = begun(PDF_SECONDS);
    assert_int_equal(state_at_the_end(job), PDF_DONE);
    wait_for_its_children(pids);
    assert_soon_dead(pids);
    pdf_free(job);
}

#define IN_A_HOME(test) cmocka_unit_test_setup_teardown(test, a_fresh_home, the_home_is_removed)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_HOME(what_the_program_makes_is_the_result),
        IN_A_HOME(where_there_is_no_such_program_that_is_said),
        IN_A_HOME(what_is_no_pdf_or_ends_badly_is_a_failure),
        IN_A_HOME(where_no_folder_can_be_made_it_fails),
        IN_A_HOME(it_sees_no_variable_and_no_open_file_of_ours),
        IN_A_HOME(what_hangs_is_killed_in_time_with_its_children_and_its_folder),
        IN_A_HOME(who_no_longer_wants_it_ends_it),
        IN_A_HOME(what_it_leaves_running_is_killed_when_it_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
