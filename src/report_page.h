/*
 * The page of --report without its data, which stands between the two parts:
 * made of src/report/page.html, page.css and page.js by src/report/embed when
 * the program is built.
 */
#ifndef TCPFLOW_REPORT_PAGE_H
#define TCPFLOW_REPORT_PAGE_H

#include <stddef.h>

extern const char report_page_begin[], report_page_end[];
extern const size_t report_page_begin_length, report_page_end_length;

#endif
