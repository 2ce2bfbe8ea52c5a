import Histogram
import NIOConcurrencyHelpers

/// How long things took, by their names.
final class LatencyTable: Sendable {
    /// What is measured.
    enum Name: Hashable, Sendable {
        /// From the flow's decision to the service's answer, by the name of the action.
        case action(String)
        /// From the sending of an event until it was durable and its handler had run as far as it could, by the name of
        /// the event.
        case handler(String)
    }

    /// What was measured under one name; seconds.
    struct Row: Sendable {
        var name: Name
        var count: Int
        var median: Double
        var p90: Double
        var p99: Double
        var p999: Double
        var longest: Double
    }

    /// Microseconds, up to an hour, to three digits.
    private let histograms = NIOLockedValueBox<[Name: Histogram<UInt32>]>([:])

    private let refusals = NIOLockedValueBox(0)

    /// Deliveries that were not taken: another status than 2xx, or no answer.
    var refusedDeliveries: Int { refusals.withLockedValue { $0 } }

    func refused() { refusals.withLockedValue { $0 += 1 } }

    func add(_ seconds: Double, to name: Name) {
        let microseconds = UInt64(min(max(0, seconds), 3_600) * 1e6)
        histograms.withLockedValue { histograms in
            _ = histograms[
                name,
                default: Histogram(
                    lowestDiscernibleValue: 1, highestTrackableValue: 3_600_000_000,
                    numberOfSignificantValueDigits: .three)
            ].record(microseconds)
        }
    }

    /// Actions first, each kind in order of its names.
    var rows: [Row] {
        histograms.withLockedValue { $0 }.map { name, histogram in
            func at(_ percentile: Double) -> Double { Double(histogram.valueAtPercentile(percentile)) / 1e6 }
            return Row(
                name: name, count: Int(histogram.totalCount), median: at(50), p90: at(90), p99: at(99), p999: at(99.9),
                longest: Double(histogram.max) / 1e6)
        }
        .sorted { $0.name.order < $1.name.order }
    }
}

extension LatencyTable.Name {
    /// As flows and events write it.
    var text: String {
        switch self {
        case .action(let name), .handler(let name): name
        }
    }

    fileprivate var order: (Int, String) {
        switch self {
        case .action(let name): (0, name)
        case .handler(let name): (1, name)
        }
    }
}
