import Foundation

/// Processor time of this thread: what others do on the machine hardly shows in it.
package func processorNanoseconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
}

/// Processor time of the whole process, in nanoseconds.
package func processNanoseconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
}

/// Seconds on a clock that all processes of the machine share and nobody sets.
package func monotonicSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Nanoseconds per step of `body`, which takes `steps` steps.
package func nanoseconds(per steps: Int, _ body: () throws -> Void) rethrows -> Double {
    let start = processorNanoseconds()
    try body()
    return (processorNanoseconds() - start) / Double(steps)
}

package func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}

/// Two ways of doing the same, measured turn by turn, so that a machine that gets slower slows both.
package struct Pair {
    package private(set) var ours: [Double] = []
    package private(set) var plain: [Double] = []

    /// - Parameters:
    ///   - rounds: how often each is measured; one more round before warms up.
    ///   - ours: returns one measurement.
    ///   - plain: returns one measurement of the twin.
    package init(rounds: Int, ours: () throws -> Double, plain: () throws -> Double) rethrows {
        _ = (try ours(), try plain())
        for round in 0..<rounds {
            // Neither is always the first.
            if round.isMultiple(of: 2) {
                self.ours.append(try ours())
                self.plain.append(try plain())
            } else {
                self.plain.append(try plain())
                self.ours.append(try ours())
            }
        }
    }

    /// The median of the ratios of neighbours.
    package var ratio: Double { median(zip(ours, plain).map { $0 / $1 }) }
}

package func text(_ value: Double, digits: Int) -> String { String(format: "%.\(digits)f", value) }

/// The value that a part of all, such as 0.99, does not exceed.
package func quantile(_ part: Double, of values: [Double]) -> Double {
    guard !values.isEmpty else { return .nan }
    let sorted = values.sorted()
    return sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))]
}

/// A number with thousands separated, as the tables show it.
package func grouped(_ value: Int) -> String {
    var digits = String(abs(value))
    var parts: [String] = []
    while digits.count > 3 {
        parts.insert(String(digits.suffix(3)), at: 0)
        digits.removeLast(3)
    }
    parts.insert(digits, at: 0)
    return (value < 0 ? "-" : "") + parts.joined(separator: ",")
}

/// Resident memory of this process, in bytes.
package func residentBytes() -> Int {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .ascii),
        let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return 0 }
    return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
}

/// Memory that this machine can still give, in bytes.
package func availableBytes() -> Int {
    let text = (try? String(contentsOfFile: "/proc/meminfo", encoding: .ascii)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
    return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) << 10
}

/// Numbers that are the same in every run (SplitMix64).
package struct SeededRandom: RandomNumberGenerator {
    package var state: UInt64

    package init(state: UInt64) { self.state = state }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Something that must not go wrong in a benchmark did.
package struct BenchmarkFault: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
