import Foundation

/// Plain tones, at any rate: what ``Segment`` and sound that is streamed are made of.
public enum Tones {
    /// Samples of some tones together, in hertz; silence when there are none.
    /// - Parameters:
    ///   - start: seconds since the tones began, so that one piece goes on where the last one ended.
    ///   - rate: samples a second.
    ///   - level: how loud all are together; 1 is as loud as can be.
    public static func samples(
        _ hertz: [Double], from start: Double = 0, count: Int, rate: Int = AudioTime.rate, level: Double = 0.25
    ) -> [Int16] {
        guard !hertz.isEmpty, rate > 0, start.isFinite else { return [Int16](repeating: 0, count: max(0, count)) }
        let height = min(1, max(0, level)) * 32_767 / Double(hertz.count)
        return (0..<max(0, count)).map { place in
            Int16(clamping: Int(height * sum(hertz, at: start + Double(place) / Double(rate))))
        }
    }

    /// The waves of some tones, added up.
    static func sum(_ hertz: [Double], at seconds: Double) -> Double {
        var sum = 0.0
        for tone in hertz {
            // The whole turns are left out, so that the sine stays exact after hours.
            let turns = tone * seconds
            sum += sin(2 * .pi * (turns - turns.rounded(.down)))
        }
        return sum
    }
}
