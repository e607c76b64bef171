/*
 * predict: the segment that was to be expected.
 */
#ifndef TCPFLOW_TRACK_PREDICT_H
#define TCPFLOW_TRACK_PREDICT_H

#include <stdbool.h>

struct packet;
struct turn;

/* Whether the segment, of a connection that is not over, certainly moves no
 * state, has nothing odd about it and belongs to no other incarnation: then
 * predict_learn() does what else all the rules and findings would. */
bool predict_is_expected(const struct turn *turn, const struct packet *packet);
void predict_learn(const struct turn *turn);

#endif
