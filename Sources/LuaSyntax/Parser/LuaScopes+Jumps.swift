extension LuaScopes {
    /// A `goto`: to a label before it, or to one that is still to come.
    mutating func jump(to label: LuaName) {
        if functionBlocks.contains(where: { $0.labels[label.text] != nil }) { return }
        blocks[blocks.count - 1].jumps[label.text, default: []].append(Jump(label: label, level: level))
    }

    /// A label. One that only `;` and labels follow stands, for jumps, after the block's locals have ended.
    mutating func place(_ label: LuaName, isLast: Bool) throws(LuaSyntaxError) {
        for block in functionBlocks {
            guard let other = block.labels[label.text] else { continue }
            throw LuaSyntaxError(
                "the label `\(label.text)` is already in line \(other.range.start.line)", at: label.range.start)
        }
        let block = blocks.count - 1
        blocks[block].labels[label.text] = label
        let labelLevel = isLast ? blocks[block].level : level
        guard let jumps = blocks[block].jumps.removeValue(forKey: label.text) else { return }
        for jump in jumps where jump.level < labelLevel {
            throw LuaSyntaxError(
                """
                this `goto` jumps into the scope of the local `\(local(at: jump.level).name.text)`; declare it before, \
                or put `do … end` around what lies between
                """, at: jump.label.range.start)
        }
    }

    /// Hands the jumps that a block leaves open to the block around it.
    mutating func hand(
        _ jumps: [String: [Jump]], outOf block: Block, isOutermost: Bool
    ) throws(LuaSyntaxError) {
        guard !jumps.isEmpty else { return }
        if isOutermost,
            let first = jumps.values.compactMap(\.first).min(by: { $0.label.range.start < $1.label.range.start })
        {
            throw LuaSyntaxError(
                "there is no label `\(first.label.text)` that this `goto` could see", at: first.label.range.start)
        }
        for (label, open) in jumps {
            blocks[blocks.count - 1].jumps[label, default: []].append(
                contentsOf: open.map { Jump(label: $0.label, level: min($0.level, block.level)) })
        }
    }
}
