import Foundation
import Testing

@testable import CallRuntime

/// Links that are swapped: a watch on their target alone would show nothing.
@Suite(.timeLimit(.minutes(2))) struct FlowWatcherLinkTests {
    private let folder: TempFolder
    private let root: String

    init() throws {
        folder = try TempFolder()
        root = folder.path("flows")
    }

    @Test func aMountedVolumeThatSwapsItsDataIsSeen() async throws {
        try folder.write("flows/..2024_01/reception.lua", "1")
        try folder.link("flows/..data", to: "..2024_01")
        try folder.link("flows/reception.lua", to: "..data/reception.lua")
        let watching = Watching(root)
        #expect(try await watching.nextTree().texts == ["reception.lua": "1"])
        for number in 2...3 {
            try folder.write("flows/..2024_0\(number)/reception.lua", "\(number)")
            try folder.link("flows/..data", to: "..2024_0\(number)")
            try folder.remove("flows/..2024_0\(number - 1)")
            #expect(try await watching.reachesDisk().texts == ["reception.lua": "\(number)"])
        }
    }

    @Test func aSwappedRootIsSeenAndSoAreLaterChanges() async throws {
        for number in 1...3 { try folder.write("releases/\(number)/sales.lua", "\(number)") }
        try folder.link("flows", to: "releases/1")
        let watching = Watching(root)
        #expect(try await watching.nextTree().texts == ["sales.lua": "1"])
        for number in 2...3 {
            try folder.link("flows", to: folder.path("releases/\(number)"))
            #expect(try await watching.reachesDisk().texts == ["sales.lua": "\(number)"])
        }
        try folder.write("releases/3/sales.lua", "later")
        #expect(try await watching.reachesDisk().texts == ["sales.lua": "later"])
    }

    @Test func aSwappedLinkInTheMiddleOfTheRootIsSeen() async throws {
        for number in 1...2 { try folder.write("releases/\(number)/app/flows/sales.lua", "\(number)") }
        try folder.link("current", to: "releases/1")
        let watching = Watching(folder.path("current/app/flows"))
        #expect(try await watching.nextTree().texts == ["sales.lua": "1"])
        try folder.link("current", to: "releases/2")
        #expect(try await watching.reachesDisk().texts == ["sales.lua": "2"])
    }

    @Test func changesInALinkedFolderAndOfALinkedFileAreSeen() async throws {
        try folder.write("elsewhere/lib/a.lua", "a")
        try folder.write("elsewhere/b.lua", "b")
        try folder.makeFolder("flows")
        try folder.link("flows/lib", to: "../elsewhere/lib")
        try folder.link("flows/b.lua", to: "../elsewhere/b.lua")
        let watching = Watching(root)
        _ = try await watching.nextTree()
        try folder.write("elsewhere/lib/a.lua", "a2")
        #expect(try await watching.reachesDisk().texts == ["lib/a.lua": "a2", "b.lua": "b"])
        try folder.write("elsewhere/b.lua", "b2")
        #expect(try await watching.reachesDisk().texts == ["lib/a.lua": "a2", "b.lua": "b2"])
    }

    @Test func aTreeWithALoopIsWatchedLikeAnyOther() async throws {
        try folder.write("flows/sales/main.lua", "1")
        try folder.link("flows/sales/again", to: "..")
        let watching = Watching(root)
        #expect(try await watching.nextTree().texts == ["sales/main.lua": "1"])
        try folder.write("flows/sales/main.lua", "2")
        #expect(try await watching.reachesDisk().texts == ["sales/main.lua": "2"])
    }

    @Test func aRootThatComesLaterIsSeen() async throws {
        let watching = Watching(root)
        #expect(try await watching.nextProblem() as? FlowTreeError == .missingRoot(path: root))
        try folder.write("flows/sales.lua", "1")
        #expect(try await watching.reachesDisk().texts == ["sales.lua": "1"])
    }
}
