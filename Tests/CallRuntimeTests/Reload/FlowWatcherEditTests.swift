import Foundation
import Testing

@testable import CallRuntime

/// What people and programs do to flows. Each test relies on notices alone; the net never comes.
@Suite(.timeLimit(.minutes(2))) struct FlowWatcherEditTests {
    private let folder: TempFolder
    private let root: String

    init() throws {
        folder = try TempFolder()
        root = folder.path("flows")
        try folder.write("flows/sales.lua", "1")
    }

    /// A watcher that has told the first tree.
    private func watching() async throws -> Watching {
        let watching = Watching(root)
        _ = try await watching.nextTree()
        return watching
    }

    @Test func theFirstTreeIsTold() async throws {
        #expect(try await Watching(root).nextTree().texts == ["sales.lua": "1"])
    }

    @Test func aFileWrittenInPlaceIsSeen() async throws {
        let watching = try await watching()
        try folder.write("flows/sales.lua", "2")
        #expect(try await watching.reachesDisk().texts == ["sales.lua": "2"])
    }

    @Test func aFileRenamedOverAnotherIsSeenAgainAndAgain() async throws {
        let watching = try await watching()
        for text in ["2", "3", "4"] {
            try folder.replace("flows/sales.lua", text)
            #expect(try await watching.reachesDisk().texts == ["sales.lua": text])
        }
    }

    @Test func anEditorThatMovesTheOldFileAsideIsSeen() async throws {
        let watching = try await watching()
        for text in ["2", "3"] {
            try folder.write("flows/4913", "")
            try folder.remove("flows/4913")
            try folder.move("flows/sales.lua", to: "flows/sales.lua~")
            try folder.write("flows/sales.lua", text)
            try folder.remove("flows/sales.lua~")
            #expect(try await watching.reachesDisk().texts == ["sales.lua": text])
        }
    }

    @Test func aDeletedFileIsSeen() async throws {
        let watching = try await watching()
        try folder.remove("flows/sales.lua")
        #expect(try await watching.reachesDisk().files.isEmpty)
    }

    @Test func aFolderMadeTogetherWithItsFileIsSeen() async throws {
        let watching = try await watching()
        try folder.write("flows/reception/lib/deep/a.lua", "a")
        #expect(try await watching.reachesDisk().texts["reception/lib/deep/a.lua"] == "a")
        try folder.write("flows/reception/lib/deep/a.lua", "b")
        #expect(try await watching.reachesDisk().texts["reception/lib/deep/a.lua"] == "b")
    }

    @Test func whatIsNoSourceIsNotTold() async throws {
        let watching = try await watching()
        try folder.write("flows/sales_spec.lua", "")
        try folder.write("flows/.hidden/a.lua", "")
        watching.watcher.scanNow()
        try folder.write("flows/sales.lua", "2")
        #expect(try await watching.nextTree().texts.keys.sorted() == ["sales.lua"])
    }

    @Test func afterACheckoutOfManyFilesTheTreeIsTheDisk() async throws {
        for number in 0..<200 { try folder.write("flows/f\(number)/main.lua", "old \(number)") }
        let watching = try await watching()
        for number in 0..<200 {
            try folder.remove("flows/f\(number)/main.lua")
            try folder.write("flows/f\(number)/main.lua", "new \(number)")
        }
        let tree = try await watching.reachesDisk()
        #expect(tree.files.count == 201)
        #expect(tree.texts.values.allSatisfy { !$0.hasPrefix("old") })
    }

    @Test func anEmptiedAndACutFlowAreToldAndHeldByTheGuard() async throws {
        let watching = Watching(root)
        var guardian = BrokenEditGuard(lastGood: try await watching.nextTree())
        try folder.write("flows/sales.lua", "")
        let empty = try await watching.reachesDisk()
        #expect(
            guardian.observe(empty, at: 0, flowsWithoutHooks: ["sales"])
                == .hold(problems: [.init(file: "sales.lua", reason: .emptied)], until: 10))
        try folder.write("flows/sales.lua", "local a")
        let cut = try await watching.reachesDisk()
        #expect(
            guardian.observe(cut, at: 1, flowsWithoutHooks: ["sales"])
                == .hold(problems: [.init(file: "sales.lua", reason: .hooksVanished(flow: "sales"))], until: 11))
    }
}
