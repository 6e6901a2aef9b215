/// Whether a host is fit for the agent.
@NullMarked
package dev.pillion.agent.doctor;

import org.jspecify.annotations.NullMarked;
