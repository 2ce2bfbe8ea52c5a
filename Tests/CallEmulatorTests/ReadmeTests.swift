import CallAutomation
import CallModel
import Foundation
import Testing

@testable import CallEmulator

/// The tables of README.md say what is emulated; they are held against the code.
@Suite struct ReadmeTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Sources/CallEmulator")

    /// The rows below a heading, as cells without ticks.
    private func rows(below heading: String, level: String = "###") throws -> [[String]] {
        let text = try String(contentsOf: Self.root.appendingPathComponent("README.md"), encoding: .utf8)
        let section = try #require(text.components(separatedBy: "\n\(level) \(heading)\n").dropFirst().first)
        let table = section.components(separatedBy: "\n#").first ?? ""
        return table.split(separator: "\n").filter { $0.hasPrefix("|") }.dropFirst(2).map { line in
            line.split(separator: "|").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " `")) }
        }
    }

    @Test func everyOperationHasARowWithItsState() throws {
        let rows = try rows(below: "Operations")
        #expect(rows.map { $0[0] } == OperationTable.all.map(\.name))
        let stable = OperationTable.all.filter { $0.versions.isEmpty }
        #expect(stable.count == 34)
        for (row, operation) in zip(rows, OperationTable.all) {
            #expect(["yes", "partly", "no"].contains(row[1]), "\(row[0])")
            #expect((row[1] != "no") == (operation.handler != nil), "\(row[0])")
            #expect(row.count > 2 || row[1] == "no" || row[1] == "yes", "\(row[0]) lacks a remark")
        }
    }

    @Test func theTableHasExactlyTheOperationsOfTheContract() {
        for operation in OperationTable.all {
            let contract = operation.contract
            #expect(contract?.id.split(separator: "_").last.map(String.init) == operation.name)
            #expect(contract?.takesRepeatability == operation.isRepeatable, "\(operation.name)")
            #expect(contract?.previewVersion.map { [$0] } ?? [] == operation.versions, "\(operation.name)")
        }
        #expect(OperationTable.all.count == ServiceContract.operations.count)
    }

    @Test func everyFaultHasARowWithItsDefaults() throws {
        let rows = try rows(below: "Faults", level: "##")
        #expect(rows.map { $0[0] } == FaultKind.allCases.map(\.rawValue))
        for (row, kind) in zip(rows, FaultKind.allCases) {
            guard let seconds = kind.traits.seconds else {
                #expect(!row[1].contains("`seconds`"), "\(row[0])")
                continue
            }
            let number = seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
            #expect(row[1].contains("`seconds`") && row[1].contains("(\(number))"), "\(row[0])")
        }
    }

    @Test func everyEventHasARowWithItsState() throws {
        var source = ""
        for file in try FileManager.default.subpathsOfDirectory(atPath: Self.root.path) where file.hasSuffix(".swift") {
            source += try String(contentsOf: Self.root.appendingPathComponent(file), encoding: .utf8)
        }
        let rows = try rows(below: "Events")
        #expect(Set(rows.map { $0[0] }) == Set(EventName.service))
        #expect(rows.count == EventName.service.count)
        for row in rows { #expect((row[1] == "yes") == source.contains("\"\(row[0])\""), "\(row[0])") }
    }
}
