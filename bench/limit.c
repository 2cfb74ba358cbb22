// The least that counting can cost: one pass over the columns, in memory, as bytes.
#include <stddef.h>
#include <stdint.h>

void histogram(const uint8_t *score, size_t n, uint64_t *out) {
    uint64_t part[4][16] = {{0}};
    for (size_t i = 0; i + 4 <= n; i += 4)
        for (int lane = 0; lane < 4; lane++) part[lane][score[i + lane] & 15]++;
    for (size_t i = n - n % 4; i < n; i++) part[0][score[i] & 15]++;
    for (int lane = 0; lane < 4; lane++)
        for (int each = 0; each < 16; each++) out[each] += part[lane][each];
}

void slice(const uint8_t *score, const uint8_t *month, const uint8_t *segment, size_t n, uint64_t *out) {
    for (size_t i = 0; i < n; i++) out[((size_t)month[i] * 8 + (segment[i] & 7)) * 16 + (score[i] & 15)]++;
}
