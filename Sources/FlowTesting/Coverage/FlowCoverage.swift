import FlowEngine
import LuaSyntax
import NIOConcurrencyHelpers

/// What of the flows a run has reached. Made with the suite, filled by its cases, read at the end.
public final class FlowCoverage: FlowProbe {
    struct State {
        var maps: [(path: String, map: LuaCoverageMap)] = []
        var hits = LuaCoverageHits()
        /// As they were written, by path.
        var sources: [String: [UInt8]] = [:]
        /// By flow.
        var charts: [String: [FlowChart]] = [:]
        var visits: [String: ChartVisits] = [:]
    }

    let state = NIOLockedValueBox(State())
    private let measuresLibrary: Bool

    /// Nothing is reached yet.
    /// - Parameter measuresLibrary: whether modules of the standard library are measured, too; those of this program are
    ///   not the business of whoever tests flows.
    public init(measuresLibrary: Bool = false) { self.measuresLibrary = measuresLibrary }

    /// Counts a point.
    public func reached(_ point: Int) { state.withLockedValue { $0.hits.reach(point) } }

    /// Counts one of two points.
    public func decided(_ point: Int, _ isTrue: Bool) { state.withLockedValue { $0.hits.decide(point, truth: isTrue) } }

    /// The sources with what counts their points in them; those that cannot be measured, or that no flow can require, as
    /// they are.
    func instrument(_ sources: FlowSources) -> FlowSources {
        let instrumenter = LuaInstrumenter()
        state.withLockedValue { $0.sources = sources.files }
        func instrumented(_ path: String, _ source: [UInt8]) -> [UInt8] {
            state.withLockedValue { state in
                // What is no Lua is told when it is loaded.
                guard let result = try? instrumenter.instrument(source, file: state.maps.count) else { return source }
                state.maps.append((path, result.map))
                return result.source
            }
        }
        var (files, stdlib) = (sources.files, sources.stdlib)
        let flows = Set(sources.entries.map(\.name))
        for (path, source) in sources.files.sorted(by: { $0.key < $1.key })
        where isMeasured(path, source, flows, sources.stdlib) {
            files[path] = instrumented(path, source)
        }
        for (name, source) in sources.stdlib.sorted(by: { $0.key < $1.key }) where measuresLibrary {
            stdlib[name] = instrumented("std/\(name).lua", source)
        }
        return FlowSources(files: files, stdlib: stdlib)
    }

    private func isMeasured(_ path: String, _ source: [UInt8], _ flows: Set<String>, _ stdlib: [String: [UInt8]])
        -> Bool
    {
        guard let folder = path.firstIndex(of: "/").map({ String(path[..<$0]) }) else {
            // In the folder of the standard library its modules are no flows.
            return !measuresLibrary || stdlib[String(path.dropLast(4))] != source
        }
        return folder == "shared" || flows.contains(folder)
    }

    private var summaries: [(path: String, map: LuaCoverageMap, summary: LuaCoverageSummary)] {
        let (maps, hits) = state.withLockedValue { ($0.maps, $0.hits) }
        return maps.map { ($0.path, $0.map, LuaCoverageSummary($0.map, hits: hits)) }
    }

    /// A table for a person, one row a file, and a line for everything that was not reached.
    public var text: String {
        let rows = summaries
        let width = max(8, rows.map(\.path.count).max() ?? 0)
        func padded(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(0, width - text.count))
        }
        func row(_ name: String, _ summary: [LuaCoverageSummary.Share]) -> String {
            padded(name, width) + summary.map { "  " + padded("\($0.reached)/\($0.all)", 10) }.joined()
        }
        let charts = chartCoverage
        let columns = ["hooks", "functions", "branches", "lines"] + (charts.isEmpty ? [] : ["steps", "exits"])
        var lines = [padded("covered", width) + columns.map { "  " + padded($0, 10) }.joined()]
        var all = Array(repeating: LuaCoverageSummary.Share(reached: 0, all: 0), count: columns.count)
        for (path, map, summary) in rows {
            if let reason = map.unmeasured {
                lines.append(padded(path, width) + "  not measured: \(reason)")
                continue
            }
            var shares = [summary.hooks, summary.functions, summary.branches, summary.lines]
            if !charts.isEmpty {
                let own = charts[path] ?? ChartCoverage()
                shares += [own.steps, own.exits]
            }
            all = zip(all, shares).map { $0 + $1 }
            lines.append(row(path, shares))
        }
        lines.append(row("together", all))
        lines += gaps
        return lines.map { $0.trimmedAtEnd }.joined(separator: "\n")
    }

    /// A line for everything that was not reached, such as `clinic/main.lua:78: exit 'failed' of 'waiting' never taken`.
    public var gaps: [String] {
        let charts = chartCoverage
        return summaries.flatMap { path, _, summary in
            guard summary.lines.all == 0 || summary.lines.reached > 0 else { return ["\(path):1: never loaded"] }
            let gaps = summary.gaps.map { ($0.line, $0.words) } + (charts[path]?.gaps ?? [])
            return gaps.map { line, words in "\(path):\(line): \(words)" }
        }
    }

    /// Whether the statement of a file was reached that begins at a place; of a place where none begins, whether its line
    /// was. Nil where neither can be told.
    public func isReached(_ path: String, _ place: LuaPosition) -> Bool? {
        let (map, hits) = state.withLockedValue { state in
            (state.maps.first { $0.path == path }?.map, state.hits)
        }
        let statement = map?.points.first {
            $0.kind == .statement && $0.line == place.line && $0.column == place.column
        }
        if let statement { return hits[statement.id] > 0 }
        return map?.lineCounts(hits)[place.line].map { $0 > 0 }
    }

    /// The whole in the form of LCOV.
    public var lcov: String {
        let hits = state.withLockedValue { $0.hits }
        return summaries.filter { $0.map.unmeasured == nil }
            .map { LCOVWriter.section(path: $0.path, map: $0.map, hits: hits) }.joined()
    }
}

extension String {
    fileprivate var trimmedAtEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
