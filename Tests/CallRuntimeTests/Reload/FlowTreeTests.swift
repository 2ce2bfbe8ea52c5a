import Testing

@testable import CallRuntime

@Suite struct FlowTreeTests {
    private func tree(_ texts: [String: String]) -> FlowTree { FlowTree(files: texts.mapValues { Array($0.utf8) }) }

    @Test func equalSourcesHaveEqualHashes() {
        #expect(tree(["a.lua": "1", "b.lua": "2"]).hash == tree(["b.lua": "2", "a.lua": "1"]).hash)
        #expect(tree([:]).hash.count == 64)
    }

    @Test(arguments: [
        ["a.lua": "12", "b.lua": "3"], ["a.lua": "1", "b.lua": "3"], ["a.lua": "1", "c.lua": "23"], ["a.lua": "1"],
        ["a.luab.lua": "123"], [:],
    ])
    func anyDifferenceChangesTheHash(_ other: [String: String]) {
        #expect(tree(["a.lua": "1", "b.lua": "23"]).hash != tree(other).hash)
    }

    @Test func flowsStartFromAFileOrAMainFileAtTheTop() {
        let tree = tree([
            "sales.lua": "", "reception/main.lua": "", "reception/lib/main.lua": "", "lib/prompts.lua": "",
            "shared/main.lua": "",
        ])
        #expect(tree.flowEntries == ["sales": "sales.lua", "reception": "reception/main.lua"])
    }
}
