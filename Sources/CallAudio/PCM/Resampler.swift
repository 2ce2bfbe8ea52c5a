/// Brings sound of another sample rate to 16 kHz: each new sample lies on the line between its two neighbours. Good
/// enough for speech; there is no filter against what lies above 8 kHz.
enum Resampler {
    /// Samples of one channel at so many hertz, at 16 kHz.
    static func samples(_ samples: [Int16], from rate: Int) -> [Int16] {
        guard rate != AudioTime.rate, rate > 0, !samples.isEmpty else { return samples }
        let count = (samples.count * AudioTime.rate + rate / 2) / rate
        return (0..<count).map { place in
            let position = place * rate
            let left = min(position / AudioTime.rate, samples.count - 1)
            let right = min(left + 1, samples.count - 1)
            let share = position % AudioTime.rate
            let between = Int(samples[left]) * (AudioTime.rate - share) + Int(samples[right]) * share
            return Int16(clamping: between / AudioTime.rate)
        }
    }
}
