import Foundation
import NIOConcurrencyHelpers
import Testing

@testable import CallRuntime

@Suite struct FlowTreeScannerTests {
    private let folder: TempFolder

    init() throws { folder = try TempFolder() }

    private func scan(_ relative: String = "flows") throws -> [String: String] {
        try FlowTreeScanner().scan(root: folder.path(relative)).texts
    }

    @Test func sourcesAreReadAndSpecsHiddenAndOtherFilesAreNot() throws {
        try folder.write("flows/sales.lua", "1")
        try folder.write("flows/reception/lib/a.lua", "2")
        for left in ["sales_spec.lua", ".x.lua", ".git/x.lua", "README.md", "x.lua~", "reception/x.luac"] {
            try folder.write("flows/" + left, "no")
        }
        #expect(try scan() == ["sales.lua": "1", "reception/lib/a.lua": "2"])
    }

    @Test func linksToFilesAndFoldersAreFollowed() throws {
        try folder.write("elsewhere/lib/a.lua", "a")
        try folder.write("elsewhere/b.txt", "b")
        try folder.makeFolder("flows")
        try folder.link("flows/lib", to: "../elsewhere/lib")
        try folder.link("flows/b.lua", to: folder.path("elsewhere/b.txt"))
        #expect(try scan() == ["lib/a.lua": "a", "b.lua": "b"])
    }

    @Test func linksThroughHiddenFoldersAreFollowed() throws {
        try folder.write("flows/..2024_01/reception.lua", "1")
        try folder.link("flows/..data", to: "..2024_01")
        try folder.link("flows/reception.lua", to: "..data/reception.lua")
        #expect(try scan() == ["reception.lua": "1"])
    }

    @Test func aLinkBackToAFolderAboveEnds() throws {
        try folder.write("flows/sales/main.lua", "1")
        try folder.link("flows/sales/again", to: "..")
        try folder.link("flows/sales/self", to: ".")
        try folder.link("flows/knot", to: "knot")
        #expect(try scan() == ["sales/main.lua": "1"])
    }

    @Test func theRootIsResolvedAnewEachTime() throws {
        try folder.write("v1/a.lua", "1")
        try folder.write("v2/a.lua", "2")
        try folder.link("flows", to: "v1")
        #expect(try scan() == ["a.lua": "1"])
        try folder.link("flows", to: "v2")
        #expect(try scan() == ["a.lua": "2"])
    }

    @Test func aTreeThatChangesWhileItIsReadIsReadAgain() throws {
        try folder.write("flows/a.lua", "old")
        try folder.write("flows/b.lua", "old")
        let attempts = NIOLockedValueBox(0)
        let scanner = FlowTreeScanner(afterReading: { [folder] attempt in
            attempts.withLockedValue { $0 = attempt }
            if attempt == 1 { try? folder.write("flows/a.lua", "newer") }
            if attempt == 2 { try? folder.write("flows/c.lua", "added") }
            if attempt == 3 { try? folder.remove("flows/b.lua") }
        })
        let tree = try scanner.scan(root: folder.path("flows"))
        #expect(tree.texts == ["a.lua": "newer", "c.lua": "added"])
        #expect(attempts.withLockedValue { $0 } == 4)
    }

    @Test func aTreeThatKeepsChangingIsGivenUp() throws {
        try folder.write("flows/a.lua", "")
        let root = folder.path("flows")
        let scanner = FlowTreeScanner(afterReading: { [folder] attempt in
            try? folder.write("flows/a.lua", String(repeating: "x", count: attempt))
        })
        #expect(throws: FlowTreeError.keepsChanging(path: root, tries: 8)) { try scanner.scan(root: root) }
    }
}
