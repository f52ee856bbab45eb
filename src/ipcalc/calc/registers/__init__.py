"""The registers beside periods and fees: classes, offices, treaties, cooperation, checklists, and the law as a subject.

Each answers with frozen results that know their JSON. No deadline and no fee depends on them.
"""
